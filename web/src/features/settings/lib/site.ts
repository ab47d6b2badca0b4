/** Whether a text is a site as the server takes it: `https://example.org`, `*.example.org`, `http://localhost:3000`. */
export function isSite(text: string): boolean {
  const known =
    /^(?:(?:https?|wss?):\/\/)?(?:\*\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?::\d{1,5})?(?:\/[\w./~%-]*)?$/i;
  return text.length <= 255 && known.test(text);
}
