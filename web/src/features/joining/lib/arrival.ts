// The link somebody came in with, read exactly as the address says it: its key must not be touched by any router.

export interface ArrivalLink {
  type: string;
  key: string;
  uid: string | null;
  /** What goes into the `confirm` header. */
  header: string;
  roomId: string | null;
  /** Everything else the address says, under the names of the check's body. */
  rest: Record<string, string | number>;
}

/** Names that differ between the address and the body. */
const NAMES: Record<string, string> = { uid: 'uiD', encemail: 'encEmail' };

/** The parts of a `/confirm/…` address. */
export function arrivalLink(typeOfPath: string, search = window.location.search): ArrivalLink {
  const query = search.replace(/^\?/, '');
  const arrived = new URLSearchParams(query);
  return {
    type: arrived.get('type') ?? typeOfPath,
    key: arrived.get('key') ?? '',
    uid: arrived.get('uid'),
    header: query,
    roomId: arrived.get('roomId'),
    rest: Object.fromEntries(
      [...arrived]
        .filter(([name]) => name !== 'type' && name !== 'key')
        .map(([name, value]) => [NAMES[name] ?? name, name === 'emplType' ? Number(value) : value]),
    ),
  };
}
