import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useRef, useState } from 'react';

/** The record, the field, and the place inside it. */
export const PlaceContext = createContext('');

/** A place inside the one around it. */
export function useInside(part: string): string {
  return `${use(PlaceContext)}/${part}`;
}

const KEY = 'unread';

/** Text that could not be read when its place was left; it stands there again when it is come back to. */
export function useUnread() {
  const cache = useQueryClient();
  const place = use(PlaceContext);
  const [unread] = useState(() => cache.getQueryData<string>([KEY, place]));
  const heldAt = useRef(place);
  const hold = (text: string | undefined) => {
    cache.removeQueries({ queryKey: [KEY, heldAt.current], exact: true });
    heldAt.current = place;
    // Outside of a record there is nothing to come back to.
    if (text === undefined || place === '') return;
    cache.setQueryDefaults([KEY], { gcTime: Infinity });
    cache.setQueryData([KEY, place], text);
  };
  return { unread, hold };
}
