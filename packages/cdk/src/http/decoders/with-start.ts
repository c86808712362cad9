/** The same bytes, of which the first chunk is as long as it takes to be enough, if there are so many. */
export async function* withStart(
  bytes: AsyncIterable<Uint8Array>,
  isEnough: (start: Uint8Array) => boolean,
): AsyncGenerator<Uint8Array, undefined> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (!isEnough(start)) continue;
    yield start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}
