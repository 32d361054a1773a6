/** What the same message costs elsewhere, without TLS (22 bytes a record more), before compression. */

/** Header of a WebSocket frame (RFC 6455, 5.2): 2 bytes, 2 or 8 more for the length, 4 of mask from a client. */
export function webSocketBytes(payloadBytes: number, isFromClient: boolean): number {
  const lengthBytes = payloadBytes < 126 ? 0 : payloadBytes < 65_536 ? 2 : 8;
  return 2 + lengthBytes + (isFromClient ? 4 : 0) + payloadBytes;
}

/**
 * The one HTTP/1.1 message that carries the JSON, with as few headers as work: a response to a GET, whose request is not counted, or
 * the POST of an order, whose response is not counted.
 */
export function restBytes(json: string, isFromClient: boolean): number {
  const head = isFromClient
    ? ['POST /api/v3/order HTTP/1.1', 'Host: api.example.com', `Authorization: Bearer ${'x'.repeat(43)}`]
    : ['HTTP/1.1 200 OK', 'Date: Thu, 08 Aug 2024 23:54:15 GMT'];
  const headers = [...head, 'Content-Type: application/json', `Content-Length: ${json.length}`, '', ''];
  return headers.join('\r\n').length + json.length;
}
