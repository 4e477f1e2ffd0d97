/** An event whose patch has about a thousand bytes as sent: a statement, numbered so that each has as many characters. */
export function statementOf(number: number) {
  return {
    type: 'StatementMade',
    occurred: new Date().toISOString(),
    data: {
      title: `Statement ${String(number).padStart(6, '0')} of a spokesperson, with about as much text as a title of an agency has`,
      about: ['actor:someone'],
      sources: [{ publisher: 'Agency' }],
      speaker: 'actor:someone',
      statement: 'As reported.',
    },
  };
}
