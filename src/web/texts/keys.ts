/** What the sheet of keyboard shortcuts says. */
export const keysTexts = {
  title: 'Keyboard shortcuts',
  switch: 'Single-key shortcuts',
  switchNote: 'Turn them off where they get in the way of speech input.',
  sections: [
    {
      title: 'Anywhere',
      rows: [
        [['?'], 'This sheet'],
        [['/'], 'Search'],
        [['a'], 'Add an event'],
        [[','], 'As of: to the previous event'],
        [['.'], 'As of: to the next event'],
        [['<'], 'Known at: to the previous change'],
        [['>'], 'Known at: to the next change'],
        [['k'], 'Play or pause the replay'],
        [['l'], 'Link both clocks, or set them free'],
        [['n'], 'Go to now'],
      ],
    },
    {
      title: 'On the timeline',
      rows: [
        [['←', '→'], 'To the mark before or after'],
        [['↑', '↓'], 'To the lane above or below'],
        [['Home', 'End'], 'To the first, to the last mark of a lane'],
        [['Enter'], 'Open what the mark stands for'],
        [['+', '-'], 'Zoom in, zoom out'],
        [['Page Up', 'Page Down'], 'Earlier, later'],
        [['0'], 'Show all of time'],
        [['c'], 'What happened around it'],
      ],
    },
    {
      title: 'On the map',
      rows: [
        [['+', '-'], 'Zoom in, zoom out'],
        [['←', '→', '↑', '↓'], 'Move the map'],
        [['0'], 'Fit all places'],
      ],
    },
    {
      title: 'On a scrubber',
      rows: [
        [['←', '→'], 'A small step'],
        [['Page Up', 'Page Down'], 'A large step'],
        [['Home', 'End'], 'To the beginning, to the end'],
        [['Shift', '←', '→'], 'To the previous or next change'],
        [['Escape'], 'While dragging: back to where it was'],
      ],
    },
    {
      title: 'In the field beside a scrubber',
      rows: [
        [['Enter'], 'Take what was typed'],
        [['Escape'], 'Leave it as it was'],
      ],
    },
  ],
} as const;
