type Value = string | number | boolean | null | undefined;
type Problem = string | null;

/** Rules for form fields: each gives the message to show, or null when the value is fine. */
export function required(value: Value): Problem {
  const empty = value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
  return empty ? 'Please fill this in.' : null;
}

export function emailAddress(value: string): Problem {
  return !value || /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value.trim())
    ? null
    : 'This is not an e-mail address.';
}

export function webAddress(value: string): Problem {
  if (!value) return null;
  const valid = /^https?:\/\//i.test(value.trim()) && URL.canParse(value.trim());
  return valid ? null : 'A link starts with https:// or http://.';
}

export function phoneNumber(value: string): Problem {
  const digits = value.replace(/\D/g, '').length;
  const valid = /^[+\d][\d\s()./-]*$/.test(value.trim()) && digits >= 4 && digits <= 20;
  return !value || valid ? null : 'This is not a phone number.';
}

export function between(value: number | string | null, min?: number, max?: number): Problem {
  if (value === '' || value === null) return null;
  const number = Number(value);
  if (!Number.isFinite(number)) return 'This is not a number.';
  if (min !== undefined && max !== undefined && (number < min || number > max)) {
    return `This must be between ${min} and ${max}.`;
  }
  if (min !== undefined && number < min) return `This must be at least ${min}.`;
  if (max !== undefined && number > max) return `This must be at most ${max}.`;
  return null;
}
