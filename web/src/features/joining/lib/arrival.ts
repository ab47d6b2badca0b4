// The link somebody came in with. Read once, exactly as it was: its key must not be touched by any router.

const arrived = new URLSearchParams(window.location.search);
const query = window.location.search.replace(/^\?/, '');

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
export function arrivalLink(typeOfPath: string): ArrivalLink {
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
