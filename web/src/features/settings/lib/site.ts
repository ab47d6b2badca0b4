/** Whether a text is a site as the server takes it: `https://site.com`, `*.site.com`, `http://localhost:3000`. */
export function isSite(text: string): boolean {
  return /^((https?|wss?):\/\/)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?(\/[^\s?#;,'"\\]*)?$/i.test(text.trim());
}
