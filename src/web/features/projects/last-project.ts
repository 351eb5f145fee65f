const key = 'ninefold.last-project';

/** The project this browser showed last; where `/` leads. Storage may be blocked, then there is none. */
export const lastProject = {
  get(): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(projectId: string): void {
    try {
      localStorage.setItem(key, projectId);
    } catch {
      // Without storage, `/` leads to the personal project.
    }
  },
  clear(): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // See above.
    }
  },
};
