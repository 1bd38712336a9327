// The 16 px line set: one stroke, the text's colour.

import type { ReactNode } from 'react';

const SHAPES = {
  alert: (
    <>
      <path d="M8 2.6 14.2 13.2H1.8z" />
      <path d="M8 6.6v3M8 11.4v.1" />
    </>
  ),
  ar: (
    <>
      <path d="M3 8h10M9.2 4.2 13 8l-3.8 3.8" />
    </>
  ),
  bolt: (
    <>
      <path d="M9 2 3.8 9H8l-1 5 5.2-7H8z" />
    </>
  ),
  cd: (
    <>
      <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
    </>
  ),
  check: (
    <>
      <path d="m3 8.5 3.2 3.2L13 5" />
    </>
  ),
  cl: (
    <>
      <path d="M9.5 4.5 6 8l3.5 3.5" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  cu: (
    <>
      <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />
    </>
  ),
  cols: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
      <path d="M6.2 3v10M9.8 3v10" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  cr: (
    <>
      <path d="M6.5 4.5 10 8l-3.5 3.5" />
    </>
  ),
  dots: (
    <>
      <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" strokeWidth="2.2" />
    </>
  ),
  edit: (
    <>
      <path d="m10.5 3 2.5 2.5L6 12.5l-3.2.7.7-3.2z" />
    </>
  ),
  enter: (
    <>
      <path d="M13 3.5v4A1.5 1.5 0 0 1 11.5 9H3.5M6.3 6.2 3.5 9l2.8 2.8" />
    </>
  ),
  err: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 4.9v3.6M8 10.9v.1" />
    </>
  ),
  export: (
    <>
      <path d="M8 10.2V2.8M5.2 5.4 8 2.6l2.8 2.8M3 10.5V13h10v-2.5" />
    </>
  ),
  ext: (
    <>
      <path d="M9.5 3H13v3.5M13 3 7.5 8.5M11.5 9.8V13H3V4.5h3.2" />
    </>
  ),
  file: (
    <>
      <path d="M4 2.5h5l3 3v8H4z" />
      <path d="M9 2.5v3h3" />
    </>
  ),
  filter: (
    <>
      <path d="M2.5 4.5h11M4.5 8h7M6.5 11.5h3" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M6.4 6.4A1.7 1.7 0 0 1 8 5c1 0 1.7.6 1.7 1.5 0 1.2-1.7 1.2-1.7 2.5M8 11.1v.1" />
    </>
  ),
  home: (
    <>
      <path d="M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5" />
    </>
  ),
  import: (
    <>
      <path d="M8 2.8v7.4M5.2 7.6 8 10.4l2.8-2.8M3 10.5V13h10v-2.5" />
    </>
  ),
  inbox: (
    <>
      <path d="M2.5 9 4 3.5h8L13.5 9v4h-11z" />
      <path d="M2.5 9h3.3c.2 1.2 1 1.9 2.2 1.9S10 10.2 10.2 9h3.3" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 7.3v3.5M8 5.1v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5.3" cy="10.7" r="2.8" />
      <path d="M7.4 8.6 13 3M10.6 5.4l2 2" />
    </>
  ),
  layers: (
    <>
      <path d="m8 2.5 6 3-6 3-6-3zM2.5 9 8 11.8 13.5 9" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
      <path d="M5.5 7V5.2a2.5 2.5 0 0 1 5 0V7" />
    </>
  ),
  merge: (
    <>
      <path d="M4 3v3c0 2.5 4 2.5 4 5v2M12 3v3c0 2.5-4 2.5-4 5" />
    </>
  ),
  off: (
    <>
      <path d="m2.5 2.5 11 11M4.6 6.2A3.5 3.5 0 0 0 5 13h6.2M7 4.4a4 4 0 0 1 5 3.4A2.7 2.7 0 0 1 13.6 12" />
    </>
  ),
  panel: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
      <path d="M6.2 3v10" />
    </>
  ),
  pause: (
    <>
      <path d="M5.7 3.5v9M10.3 3.5v9" />
    </>
  ),
  pin: (
    <>
      <path d="M5.5 2.5h5M6 2.5v4L4.2 9.2h7.6L10 6.5v-4M8 9.2v4.3" />
    </>
  ),
  play: (
    <>
      <path d="M5 3.3v9.4L12.5 8z" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  redo: (
    <>
      <path d="m10 3.3 3 3-3 3" />
      <path d="M13 6.3H6.6a3.6 3.6 0 0 0 0 7.2H9" />
    </>
  ),
  refresh: (
    <>
      <path d="M13 8a5 5 0 1 1-1.6-3.7L13 5.7" />
      <path d="M13 2.6v3.1H9.9" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5 14 14" />
    </>
  ),
  shield: (
    <>
      <path d="m8 2 5 1.8v4c0 3.1-2 5.3-5 6.4-3-1.1-5-3.3-5-6.4v-4z" />
    </>
  ),
  sliders: (
    <>
      <path d="M2.5 5h6.3M12 5h1.5M2.5 11h1.5M7.2 11h6.3" />
      <circle cx="10.4" cy="5" r="1.6" />
      <circle cx="5.6" cy="11" r="1.6" />
    </>
  ),
  sort: (
    <>
      <path d="M5 3v10M2.7 10.7 5 13l2.3-2.3M11 13V3M8.7 5.3 11 3l2.3 2.3" />
    </>
  ),
  table: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
      <path d="M2.5 6.3h11M2.5 9.7h11M6.3 6.3V13" />
    </>
  ),
  trash: (
    <>
      <path d="M3 4.5h10M6 4.5V3h4v1.5M4.4 4.5l.6 8.7h6l.6-8.7M6.8 7v3.8M9.2 7v3.8" />
    </>
  ),
  undo: (
    <>
      <path d="M6 3.3 3 6.3l3 3" />
      <path d="M3 6.3h6.4a3.6 3.6 0 0 1 0 7.2H7" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.3" r="2.6" />
      <path d="M3 13.5c.5-2.7 2.5-4 5-4s4.5 1.3 5 4" />
    </>
  ),
  view: (
    <>
      <path d="M4.5 2.5h7v11L8 10.8l-3.5 2.7z" />
    </>
  ),
  wide: (
    <>
      <path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.2 2.8 9.2 6.8M2.8 13.2l4-4" />
    </>
  ),
  x: (
    <>
      <path d="m4 4 8 8M12 4l-8 8" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

interface IconProps {
  name: IconName;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}

/** Decorative: what it stands for is said in words or by the control's name. */
export function Icon({ name, size = 16, className = '' }: IconProps) {
  const sized = size === 16 ? 'ic' : `ic ic-${size}`;
  return (
    <svg className={`${sized} ${className}`.trim()} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
