/** The status of a reading that takes its fact back, as `Marks.status` has it. */
export const retracted = 2;
