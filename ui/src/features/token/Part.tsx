import { useEffect, useId, useRef, type ReactNode } from 'react';

interface PartProps {
  title: string;
  tag?: ReactNode;
  boxed?: boolean;
  /** Turns true when it has something that was asked for: then it is brought into sight. */
  shownWhen?: boolean;
  children: ReactNode;
}

/** A part of what is told of a token, by its name. */
export function Part({ title, tag, boxed = false, shownWhen = false, children }: PartProps) {
  const id = useId();
  const part = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shownWhen) part.current?.scrollIntoView?.({ block: 'nearest' });
  }, [shownWhen]);
  return (
    <section ref={part} aria-labelledby={id} className={boxed ? 'box token-box' : undefined}>
      <div className="row token-part">
        <h2 className="t3" id={id}>
          {title}
        </h2>
        {tag && <span className="push">{tag}</span>}
      </div>
      {children}
    </section>
  );
}
