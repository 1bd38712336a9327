import { Fragment, type ReactNode } from 'react';

interface FilledProps {
  /** A whole sentence with places, such as "Press {keys} to go back". */
  text: string;
  places: Record<string, ReactNode>;
}

/** A sentence with controls or keys inside it, wherever the language puts them. */
export function Filled({ text, places }: FilledProps) {
  return text
    .split(/\{(\w+)\}/)
    .map((part, at) => <Fragment key={at}>{at % 2 === 0 ? part : places[part]}</Fragment>);
}
