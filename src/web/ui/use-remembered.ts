import { useCallback, useState } from 'react';

/** A setting of this browser that survives a reload; where storage is blocked it lives as long as the page. */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `ninefold.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const stored = localStorage.getItem(key);
      return stored === null ? initial : (JSON.parse(stored) as T);
    } catch {
      return initial;
    }
  });
  const remember = useCallback((next: T) => {
    setValue(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Not remembered, that is all.
    }
  }, [key]);
  return [value, remember];
}
