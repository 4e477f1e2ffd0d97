/** The type of an event that holds the metadata of a stream, as JSON. */
export const metadataType = '$metadata';

/** The type of an event that ends a stream for good. It lives in the stream of the metadata. */
export const tombstoneType = '$streamDeleted';

/** The type of an event that points at another: `0@seen-kyiv`. */
export const linkType = '$>';

/** What `$tb` says of a stream that was deleted softly, and the revision that a tombstone is shown at: the largest there is. */
export const endOfStream = 9_223_372_036_854_775_807n;
