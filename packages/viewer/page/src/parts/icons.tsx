// Drawn for this page, 16 units wide, in the colour of the text around them.

export function TagIcon() {
  return (
    <Icon>
      <path d="M6 2.500h7.500v11H6L2.5 9.500v-3z" />
      <circle cx="6.5" cy="8" r="0.6" />
    </Icon>
  );
}

export function ArrowIcon() {
  return (
    <Icon>
      <path d="M2.5 8h11M9.5 4l4 4-4 4" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="M3 8.500l3.5 3.500L13 4.5" />
    </Icon>
  );
}

export function CrossIcon() {
  return (
    <Icon>
      <path d="M4 4l8 8M12 4l-8 8" />
    </Icon>
  );
}

export function ChevronIcon() {
  return (
    <Icon>
      <path d="M6 3.500L10.5 8 6 12.5" />
    </Icon>
  );
}

export function PauseIcon() {
  return (
    <Icon>
      <path d="M5.5 3.500v9M10.5 3.500v9" />
    </Icon>
  );
}

export function PlayIcon() {
  return (
    <Icon>
      <path d="M5 3.500v9l7-4.500z" />
    </Icon>
  );
}

function Icon({ children }: { children: React.ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}
