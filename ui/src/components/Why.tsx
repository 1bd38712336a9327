import { Popover } from '@mantine/core';
import { useState } from 'react';
import { Button } from './Button';
import type { IconName } from './Icon';
import './why.css';

interface WhyProps {
  icon: IconName;
  /** The whole of it, for who hears it. */
  label: string;
  /** The same for who looks, once it is asked for. */
  text: string;
}

/** A mark that tells its reason when it is pressed, by mouse, touch or key; Esc puts it away. */
export function Why({ icon, label, text }: WhyProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={260}
      offset={4}
      withinPortal
      transitionProps={{ duration: 0 }}
      withRoles={false}
      hideDetached={false}
    >
      <Popover.Target>
        <Button
          look="ghost"
          size="xsm"
          square
          icon={icon}
          className="why-mark"
          aria-label={label}
          aria-expanded={isOpen}
          title={label}
          onClick={() => setOpen(!isOpen)}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isOpen) return;
            event.preventDefault();
            setOpen(false);
          }}
        />
      </Popover.Target>
      <Popover.Dropdown className="why-text">
        <div role="note">{text}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
