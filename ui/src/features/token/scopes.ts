import type { TokenView } from '../../ipc/client';

/** RFC 8693 §4.2, and as some vendors call it. */
const NAMES = ['scope', 'scp', 'scopes'];

/** What the token itself says that it allows: a text with blanks, or a list. */
export function scopesIn({ claims }: TokenView): string[] {
  const claim = claims.find(({ name, incomplete }) => NAMES.includes(name) && !incomplete);
  if (!claim) return [];
  const inside = claim.inside.map(({ value }) => value);
  const listed = inside.length > 0 ? inside : (textsOf(claim.value) ?? [claim.value]);
  return [...new Set(listed.flatMap((text) => text.split(/\s+/)))].filter(Boolean);
}

/** Those of a list as JSON; nothing where it is none. */
function textsOf(json: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  } catch {
    return undefined;
  }
}
