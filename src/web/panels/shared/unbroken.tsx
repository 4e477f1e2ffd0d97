/** A text that breaks only at its spaces: a date that breaks at a hyphen is read as two numbers. */
export function Unbroken({ text }: { readonly text: string }) {
  const words = text.split(' ');
  return (
    <>
      {words.map((word, index) => (
        <span key={index}>
          {index > 0 && ' '}
          {/\d-\d/.test(word) ? <span class="unbroken">{word}</span> : word}
        </span>
      ))}
    </>
  );
}
