// The link somebody came in with. Read once, exactly as it was: its key must not be touched by any router.

const arrived = new URLSearchParams(window.location.search);
const query = window.location.search.replace(/^\?/, '');

export interface ArrivalLink {
  type: string;
  key: string;
  uid: string | null;
  /** What goes into the `confirm` header. */
  header: string;
  encEmail: string | null;
  email: string | null;
  emplType: string | null;
  roomId: string | null;
  first: string | null;
}

/** The parts of a `/confirm/…` address. */
export function arrivalLink(typeOfPath: string): ArrivalLink {
  return {
    type: arrived.get('type') ?? typeOfPath,
    key: arrived.get('key') ?? '',
    uid: arrived.get('uid'),
    header: query,
    encEmail: arrived.get('encemail'),
    email: arrived.get('email'),
    emplType: arrived.get('emplType'),
    roomId: arrived.get('roomId'),
    first: arrived.get('first'),
  };
}
