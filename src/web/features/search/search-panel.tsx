import { Button, CloseButton, Kbd, Loader, Skeleton, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { maxQueryLength, type SearchHit } from '#contract/search.ts';
import { count } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { useRemembered } from '#web/ui/use-remembered.ts';
import { filters, groupHits, groupNames } from './kinds.ts';
import { searchQuery } from './queries.ts';
import { HitLine, Option } from './search-option.tsx';
import { useActiveOption } from './use-active-option.ts';
import { useOpenHit } from './use-open-hit.ts';
import classes from './search-dialog.module.css';

const recentShown = 6;
/** Long enough that a word is not looked up letter by letter, short enough not to be felt. */
const debounceMs = 160;

type Props = { projectId: string | undefined; onClose: () => void };

/** The field, what to look for, and the list: what was found, or what was looked for before. */
export function SearchPanel({ projectId, onClose }: Props) {
  const listId = useId();
  const [text, setText] = useState('');
  const [filter, setFilter] = useState(0);
  const [isHere, setHere] = useState(false);
  const [recent, setRecent] = useRemembered<string[]>('recent-searches', []);
  const [query] = useDebouncedValue(text.trim(), debounceMs);
  const isEmpty = text.trim() === '';
  const found = useInfiniteQuery(searchQuery({ text: query, kinds: filters[filter]?.kinds, projectId: isHere ? projectId : undefined }));
  const open = useOpenHit();

  const isWaiting = !isEmpty && (query !== text.trim() || found.isFetching);
  const hits = isEmpty || query === '' ? [] : (found.data?.pages.flatMap(({ items }) => items) ?? []);
  const groups = groupHits(hits);
  const choose = (hit: SearchHit) => {
    setRecent([query, ...recent.filter((one) => one !== query)].slice(0, recentShown));
    onClose();
    open(hit);
  };
  const actions = isEmpty
    ? recent.map((one) => () => setText(one))
    : [...groups.flatMap((group) => group.hits).map((hit) => () => choose(hit)), ...(found.hasNextPage ? [() => void found.fetchNextPage()] : [])];
  const options = useActiveOption(listId, actions, `${isEmpty ? '' : query} ${filter} ${isHere}`, !isWaiting);
  const isNothing = !isEmpty && !isWaiting && found.isSuccess && hits.length === 0;
  const hasFilter = filter !== 0 || isHere;

  return (
    <>
      <div className={classes.head}>
        {isWaiting ? <Loader size={18} aria-hidden="true" /> : <IconSearch size={19} stroke={1.7} aria-hidden="true" />}
        <input
          className={classes.field} type="search" role="combobox" aria-label="Search" aria-expanded={actions.length > 0} aria-controls={listId} aria-autocomplete="list"
          aria-activedescendant={options.activeId} placeholder="Search chats, messages, apps, documents…" value={text} maxLength={maxQueryLength}
          onChange={(event) => setText(event.currentTarget.value)} onKeyDown={options.onKeyDown} data-autofocus autoComplete="off" autoCorrect="off" spellCheck={false} enterKeyHint="search"
        />
        {!isEmpty && <CloseButton size="sm" aria-label="Clear the search" onClick={() => setText('')} />}
        <Button size="compact-sm" variant="default" onClick={onClose}>Close</Button>
      </div>
      <div className={classes.filters} role="group" aria-label="Look for">
        {filters.map(({ label }, index) => <button key={label} type="button" aria-pressed={index === filter} onClick={() => setFilter(index)}>{label}</button>)}
        <span className={classes.gap} />
        {projectId !== undefined && <button type="button" aria-pressed={isHere} onClick={() => setHere(!isHere)}>This project</button>}
      </div>
      <VisuallyHidden role="status">{isEmpty || isWaiting ? '' : isNothing ? 'Nothing found' : `${count(hits.length, 'result')}${found.hasNextPage ? ' and more' : ''}`}</VisuallyHidden>
      <div className={classes.list}>
        {!isEmpty && found.isError && <div className={classes.problem}><ProblemNote error={found.error} onRetry={() => void found.refetch()} /></div>}
        {isWaiting && hits.length === 0 && [62, 84, 48].map((width) => <Skeleton key={width} h={40} w={`${width}%`} m={12} radius="sm" />)}
        {isNothing && (
          <div className={classes.note}>
            <IconSearchOff size={30} stroke={1.4} aria-hidden="true" />
            <b>Nothing found for “{query}”</b>
            {hasFilter ? 'There may be something elsewhere.' : 'Try fewer or other words. The last word may be just its beginning.'}
            {hasFilter && <Button size="xs" variant="default" mt={8} onClick={() => { setFilter(0); setHere(false); }}>Search everything</Button>}
          </div>
        )}
        {isEmpty && recent.length === 0 && (
          <div className={classes.note}>
            <b>Find what was said and made</b>
            <span>Words in any order. <code>"two words"</code> finds a phrase, <code>-word</code> leaves a word out.</span>
          </div>
        )}
        <div id={listId} role="listbox" aria-label={isEmpty ? 'Recent searches' : 'Found'}>
          {isEmpty && recent.length > 0 && (
            <div role="group" aria-label="Recent searches">
              <div className={classes.group} aria-hidden="true">Recent searches</div>
              {recent.map((one, index) => (
                <Option key={one} {...options.of(index)}><IconHistory size={18} stroke={1.6} aria-hidden="true" /><span className={classes.recent}>{one}</span></Option>
              ))}
            </div>
          )}
          {groups.map(({ kind, hits: members }) => (
            <div key={kind} role="group" aria-label={groupNames[kind]}>
              <div className={classes.group} aria-hidden="true">{groupNames[kind]}</div>
              {members.map((hit) => <Option key={hit.id} {...options.of(groups.flatMap((group) => group.hits).indexOf(hit))}><HitLine hit={hit} /></Option>)}
            </div>
          ))}
          {hits.length > 0 && found.hasNextPage && <Option {...options.of(hits.length)}><span className={classes.more}>{found.isFetchingNextPage ? 'Looking further…' : 'Show more'}</span></Option>}
        </div>
      </div>
      <div className={classes.foot} aria-hidden="true">
        <span><Kbd size="xs">↑</Kbd><Kbd size="xs">↓</Kbd> choose</span>
        <span><Kbd size="xs">Enter</Kbd> open</span>
        <span><Kbd size="xs">Esc</Kbd> close</span>
      </div>
    </>
  );
}
