import type { ReactNode } from 'react';

interface SettingProps {
  id: string;
  title: string;
  text?: string;
  children: ReactNode;
}

/** What can be set, what comes of it, and the control. */
export function Setting({ id, title, text, children }: SettingProps) {
  return (
    <div className="setting">
      <div className="col">
        <span className="t3" id={id}>
          {title}
        </span>
        {text && (
          <span className="sm dim3" id={`${id}-text`}>
            {text}
          </span>
        )}
      </div>
      <div className="setting-c">{children}</div>
    </div>
  );
}
