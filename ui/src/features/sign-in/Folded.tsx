import type { ReactNode } from 'react';

interface FoldedProps {
  title: string;
  open?: boolean;
  children: ReactNode;
}

/** A part of a form that few need. */
export function Folded({ title, open = false, children }: FoldedProps) {
  return (
    <section className="fs">
      <details className="advanced" open={open}>
        <summary>{title}</summary>
        <div>{children}</div>
      </details>
    </section>
  );
}
