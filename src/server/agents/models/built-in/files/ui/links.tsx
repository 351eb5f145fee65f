import { Anchor } from '@mantine/core';

type Props = { value: string | undefined };

/** A link to a web page. Only http and https: anything else could run code. */
export function WebLink({ value }: Props) {
  if (!value) return <span aria-hidden>–</span>;
  if (!/^https?:\/\//i.test(value)) return <>{value}</>;
  const label = value.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return (
    <OutsideLink href={value} title={value}>
      {label.length > 32 ? `${label.slice(0, 31)}…` : label}
    </OutsideLink>
  );
}

export function MailLink({ value }: Props) {
  return value ? <OutsideLink href={`mailto:${value}`}>{value}</OutsideLink> : <span aria-hidden>–</span>;
}

export function PhoneLink({ value }: Props) {
  const number = value?.replace(/[^\d+]/g, '');
  return value ? <OutsideLink href={`tel:${number}`}>{value}</OutsideLink> : <span aria-hidden>–</span>;
}

/** Opens in a new tab, and does not open the row it stands in. */
function OutsideLink({ href, title, children }: { href: string; title?: string; children: string }) {
  return (
    <Anchor
      inherit
      href={href}
      title={title}
      target="_blank"
      rel="noopener noreferrer"
      underline="always"
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Anchor>
  );
}
