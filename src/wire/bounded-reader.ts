import jspb from 'google-protobuf';

/** A kind of message, as the package of the protocol generates it. */
export interface MessageKind<Message> {
  new (): Message;
  deserializeBinaryFromReader(message: Message, reader: jspb.BinaryReader): Message;
}

/**
 * Makes what reads the messages of a kind.
 *
 * It reads as the package does, and throws for a part that says it is longer than what it stands in: the package itself would
 * walk over as many bytes as are said, up to four thousand million, and nothing else would run for minutes.
 */
export function readerOf<Message>(Kind: MessageKind<Message>): (bytes: Uint8Array) => Message {
  return (bytes) => Kind.deserializeBinaryFromReader(new Kind(), boundedReader(bytes));
}

/** Every part is looked at before it is read: the readers of maps pass by whatever else of a reader is replaced. */
function boundedReader(bytes: Uint8Array): jspb.BinaryReader {
  const reader = new jspb.BinaryReader(bytes);
  const readMessage = reader.readMessage.bind(reader);
  reader.readMessage = (message, read) => {
    const { value: length, next } = numberAt(bytes, reader.getCursor());
    checkFields(bytes, next, next + length);
    readMessage(message, read);
  };
  checkFields(bytes, 0, bytes.length);
  return reader;
}

/** Throws unless the fields from `start` on end where they should; what is in them is not looked at. */
function checkFields(bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  while (at < end && end <= bytes.length) {
    const { value: tag, next } = numberAt(bytes, at);
    at = afterField(bytes, next, tag % 8);
  }
  if (at !== end) throw notWhole();
}

/** Returns where a field ends, by the way it is written: a number, 8 bytes, a length and so many bytes, a group, 4 bytes. */
function afterField(bytes: Uint8Array, at: number, way: number): number {
  switch (way) {
    case 0:
      return numberAt(bytes, at).next;
    case 1:
      return at + 8;
    case 2: {
      const { value: length, next } = numberAt(bytes, at);
      return next + length;
    }
    case 3:
    case 4:
      return at;
    case 5:
      return at + 4;
    default:
      throw notWhole();
  }
}

/** Reads a number of seven bits a byte, the lowest first, and returns where the next begins. */
function numberAt(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < start + numberBytesMax; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte % 128) * factor;
    factor *= 128;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw notWhole();
}

const numberBytesMax = 10;

function notWhole(): Error {
  return new Error('The message is no message of the protocol, or cut off');
}
