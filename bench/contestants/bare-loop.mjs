/**
 * What an engineer would write without a kit: ask for a page, write each of its records as a RECORD line, one write a
 * page, and wait when stdout is full. One request at a time.
 *
 * @param {(url: string) => Promise<string>} getText Gives the text of a page.
 */
export async function readOrders(getText) {
  const [apiUrl, pageSize] = process.argv.slice(2);
  let cursor = '';
  do {
    // The parameters stand in the order in which the connector sends them, so that the server's cache serves all alike.
    const url = `${apiUrl}/v1/orders?${cursor}limit=${pageSize}&updated_since=2024-01-01&sort=asc`;
    const page = JSON.parse(await getText(url));
    const prefix = `{"type":"RECORD","record":{"stream":"orders","emitted_at":${Date.now()},"data":`;
    let lines = '';
    for (const order of page.data) lines += `${prefix}${JSON.stringify(order)}}}\n`;
    if (!process.stdout.write(lines)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    cursor = page.next_cursor === null ? undefined : `cursor=${encodeURIComponent(page.next_cursor)}&`;
  } while (cursor !== undefined);
}
