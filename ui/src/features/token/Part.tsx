import { useId, type ReactNode } from 'react';

interface PartProps {
  title: string;
  tag?: ReactNode;
  boxed?: boolean;
  children: ReactNode;
}

/** A part of what is told of a token, by its name. */
export function Part({ title, tag, boxed = false, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={boxed ? 'box token-box' : undefined}>
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
