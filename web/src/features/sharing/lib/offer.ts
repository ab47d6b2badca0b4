// What may be shared, and how: read from the objects of the server, never guessed.

/** FileShare of the contract, by its name in `availableShareRights`. */
const ACCESS: Record<string, number> = {
  ReadWrite: 1,
  Read: 2,
  Restrict: 3,
  Review: 5,
  Comment: 6,
  FillForms: 7,
  CustomFilter: 8,
  Editing: 10,
};

export interface ShareOffer {
  /** What the first link, and what further links may allow; strongest first. */
  primaryRoles: number[];
  linkRoles: number[];
  /** How many links there may be: one first, and so many beside it. */
  primary: number;
  links: number;
  /** What people and groups may be given; empty where members of the room decide. */
  peopleRoles: number[];
}

export interface Shareable {
  canShare?: boolean;
  shareSettings?: Record<string, number> | null;
  availableShareRights?: Record<string, string[]> | null;
}

function numbers(names: string[] | undefined): number[] {
  return (names ?? []).flatMap((name) => ACCESS[name] ?? []);
}

/** What may be shared of an entry or a room by the one who looks at it; null for nothing. */
export function toOffer({ canShare, shareSettings, availableShareRights: rights }: Shareable): ShareOffer | null {
  if (!canShare) return null;
  const offer = {
    primaryRoles: numbers(rights?.['PrimaryExternalLink']),
    linkRoles: numbers(rights?.['ExternalLink']),
    primary: shareSettings?.['PrimaryExternalLink'] ?? 0,
    links: shareSettings?.['ExternalLink'] ?? 0,
    peopleRoles: numbers(rights?.['User']),
  };
  return offer.primary + offer.links + offer.peopleRoles.length > 0 ? offer : null;
}

/** Whether another link may be made beside those there are, and whether it is the first. */
export function nextLink(offer: ShareOffer, links: { primary: boolean }[]): 'primary' | 'further' | null {
  const first = links.some(({ primary }) => primary);
  // Where no number for first links is told, the first one counts among all of them.
  if (!first) return offer.primary > 0 || links.length < offer.links ? 'primary' : null;
  const further = offer.primary > 0 ? links.filter(({ primary }) => !primary).length : links.length;
  return further < offer.links ? 'further' : null;
}
