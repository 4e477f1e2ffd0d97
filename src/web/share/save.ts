/** How long what is saved stays there for the browser to take, in milliseconds. */
const keptMs = 60_000;

/** Has the browser save a file under a name, as it saves what is downloaded. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
