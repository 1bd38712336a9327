import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

interface EmptyProps {
  icon: IconName;
  title: string;
  text?: string;
  children?: ReactNode;
}

/** What is missing, why, and the way out. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="empty" role="status">
      <Icon name={icon} />
      <h2 className="t3">{title}</h2>
      {text && <p className="dim">{text}</p>}
      {children}
    </div>
  );
}

export function Loading({ label }: { label: string }) {
  return (
    <div className="empty" role="status">
      <span className="spin" style={{ width: 20, height: 20 }} />
      <span className="dim3">{label}</span>
    </div>
  );
}
