-- Search over everything a person may read. `@@` is not leakproof, so a policy would keep an index on words from being
-- used: one definer function looks instead, and meets what it finds with the caller's projects itself.
--
-- One form of text for names and for all languages: each word as it stands (so that typing finds it, whatever language it
-- is of) and once more as English stems it (so that "loans" finds "loan"). Accents are folded, "Müller" is found by "muller".
-- Titles and names count more than text. What is searchable is stated once, in the views private.searchable_….

create function private.fold_text(value text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  -- Mostly it is ASCII, where there is nothing to fold. A slash would glue two words together.
  if octet_length(value) = length(value) then
    return translate(value, '/', ' ');
  end if;
  return regexp_replace(normalize(translate(value, '/', ' '), nfd), '[\u0300-\u036f]', '', 'g');
end
$$;
comment on function private.fold_text(text) is 'The text without accents on its letters, for comparing; null for null.';

create function private.message_text(content jsonb) returns text
language sql immutable parallel safe set search_path = '' as $$
  select string_agg(part #>> '{}', e'\n')
  from jsonb_path_query(content, 'lax $.parts[*].text ? (@.type() == "string")') part
$$;
comment on function private.message_text(jsonb) is 'What a message says: its text parts, a line each; null when it says nothing.';

create function private.document_text(content jsonb) returns text
language sql immutable parallel safe set search_path = '' as $$
  select string_agg(part #>> '{}', e'\n')
  from jsonb_path_query(content, 'strict $.blocks[*].keyvalue() ? (@.key != "type").value.** ? (@.type() == "string")', '{}', true) part
$$;
comment on function private.document_text(jsonb) is 'What the blocks of a document say, a line each; null when they say nothing.';

-- The planner has to know that this is dear: it decides between looking words up and reading a project's newest rows.
create function private.search_words(title text, body text) returns tsvector
language plpgsql immutable parallel safe cost 3000 set search_path = '' as $$
declare
  head text := coalesce(private.fold_text(title), '');
  -- A tsvector holds 1 MiB; a message of a megabyte must not fail because of that.
  rest text := coalesce(left(private.fold_text(body), 50000), '');
begin
  return setweight(to_tsvector('pg_catalog.simple', head) || to_tsvector('pg_catalog.english', head), 'A')
    || setweight(to_tsvector('pg_catalog.simple', rest) || to_tsvector('pg_catalog.english', rest), 'D');
end
$$;
comment on function private.search_words(text, text) is
  'The words of a row as the indexes hold them: as they stand and as stems, those of the title with weight A.';

create function private.search_query(query text) returns tsquery
language plpgsql stable set search_path = '' as $$
declare
  -- A hyphen inside of a word joins two that may be written apart; before a word it excludes it.
  words text := regexp_replace(left(query, 200), '(?<=[[:alpha:]])-(?=[[:alpha:]])', ' ', 'g');
  exact tsquery := websearch_to_tsquery('pg_catalog.simple', words);
  stems tsquery := websearch_to_tsquery('pg_catalog.english', words);
begin
  -- Nothing but words like "the", or nothing but exclusions, would match everything.
  if numnode(stems) = 0 or querytree(stems) = 'T' or querytree(exact) = 'T' then
    return null;
  end if;
  -- The last word may be half typed, unless it is excluded or in quotes. One letter begins too many words.
  if words ~ '[^[:space:]"]{2}[[:space:]]*$' and exact::text ~ '''$' and exact::text !~ '![^ ]*$' then
    exact := (exact::text || ':*')::tsquery;
  end if;
  return exact || stems;
end
$$;
comment on function private.search_query(text) is
  'What to look for: words, "phrases", or, -excluded; the last word also as a beginning. Null when that is nothing.';

create index workspaces_name_idx on public.workspaces using gin (private.search_words(name, description));
create index projects_name_idx on public.projects using gin (private.search_words(name, description));
create index chat_sessions_title_idx on public.chat_sessions using gin (private.search_words(title, description));
create index chat_messages_words_idx on public.chat_messages using gin (private.search_words(null::text, private.message_text(content)));
create index artifacts_title_idx on public.artifacts using gin (private.search_words(title, description));
create index project_requirements_words_idx on public.project_requirements using gin (private.search_words(title, private.document_text(content)));
create index technical_architecture_words_idx on public.technical_architecture using gin (private.search_words(title, private.document_text(content)));
create index ui_design_words_idx on public.ui_design using gin (private.search_words(title, private.document_text(content)));
create index project_context_words_idx on public.project_context using gin (private.search_words(title, private.document_text(content)));
-- A word that is everywhere is sought in the newest messages of a project.
create index chat_messages_project_id_idx on public.chat_messages (project_id, created_at desc);

-- One view a kind, all of one shape, so that a search plans only the tables it looks into.
create view private.searchable_workspace as
  select 'workspace' as kind, w.id, w.id as scope_id, null::uuid as chat_id, null::text as document_kind,
    w.name as title, w.description as body, private.search_words(w.name, w.description) as words, w.created_at
  from public.workspaces w where w.is_active and w.deleted_at is null;
create view private.searchable_project as
  select 'project' as kind, p.id, p.id as scope_id, null::uuid as chat_id, null::text as document_kind,
    p.name as title, p.description as body, private.search_words(p.name, p.description) as words, p.created_at
  from public.projects p;
create view private.searchable_chat as
  select 'chat' as kind, c.id, c.project_id as scope_id, c.id as chat_id, null::text as document_kind,
    c.title, c.description as body, private.search_words(c.title, c.description) as words, c.created_at
  from public.chat_sessions c;
create view private.searchable_message as
  select 'message' as kind, m.id, m.project_id as scope_id, m.chat_id, null::text as document_kind, null::text as title,
    private.message_text(m.content) as body, private.search_words(null::text, private.message_text(m.content)) as words, m.created_at
  from public.chat_messages m;
create view private.searchable_artifact as
  select 'artifact' as kind, a.id, a.project_id as scope_id, a.chat_id, null::text as document_kind,
    a.title, a.description as body, private.search_words(a.title, a.description) as words, a.created_at
  from public.artifacts a;
-- Of a document only the newest version: the others say nearly the same.
create view private.searchable_document as
  select 'document' as kind, d.id, d.project_id as scope_id, null::uuid as chat_id, 'requirements' as document_kind, d.title,
    private.document_text(d.content) as body, private.search_words(d.title, private.document_text(d.content)) as words, d.created_at
  from public.project_requirements d
  where not exists (select from public.project_requirements n where n.project_id = d.project_id and n.title = d.title and n.version > d.version)
  union all
  select 'document', d.id, d.project_id, null, 'architecture', d.title, private.document_text(d.content),
    private.search_words(d.title, private.document_text(d.content)), d.created_at
  from public.technical_architecture d
  where not exists (select from public.technical_architecture n where n.project_id = d.project_id and n.title = d.title and n.version > d.version)
  union all
  select 'document', d.id, d.project_id, null, 'ui-design', d.title, private.document_text(d.content),
    private.search_words(d.title, private.document_text(d.content)), d.created_at
  from public.ui_design d
  where not exists (select from public.ui_design n where n.project_id = d.project_id and n.title = d.title and n.version > d.version)
  union all
  select 'document', d.id, d.project_id, null, 'finding', d.title, private.document_text(d.content),
    private.search_words(d.title, private.document_text(d.content)), d.created_at
  from public.project_context d
  where not exists (select from public.project_context n where n.project_id = d.project_id and n.title = d.title
    and n.context_type = d.context_type and (n.created_at, n.id) > (d.created_at, d.id));
create view private.searchable as
  select * from private.searchable_workspace
  union all select * from private.searchable_project
  union all select * from private.searchable_chat
  union all select * from private.searchable_message
  union all select * from private.searchable_artifact
  union all select * from private.searchable_document;

create function private.search_candidates(of_kind text, wanted tsquery, scope uuid[], as_of timestamptz) returns setof uuid
language plpgsql stable set search_path = '' rows 100 as $$
begin
  -- Planned anew each time, as the words decide how: rare ones by the index of words, common ones by the newest rows.
  -- At most 200, the newest, go on to be ranked: reading the words of a row is what costs, and a word may be in every row.
  return query execute format(
    'select s.id from private.%I s where s.scope_id = any ($1) and s.words @@ $2 and s.created_at <= $3 order by s.created_at desc limit 200',
    'searchable_' || of_kind) using scope, wanted, as_of;
end
$$;
comment on function private.search_candidates(text, tsquery, uuid[], timestamptz) is
  'The newest rows of one kind in these workspaces or projects that hold the words, at most 200. Asks for no rights.';

create function public.search_everything(query text, kinds text[] default null, in_workspace uuid default null, in_project uuid default null,
  page_size integer default 20, after_rank real default null, after_at timestamptz default null, after_id uuid default null, as_of timestamptz default now())
returns table (kind text, id uuid, workspace_id uuid, workspace_name text, project_id uuid, project_name text, chat_id uuid, document_kind text,
  title text, marked_title text, marked_excerpt text, rank real, created_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off rows 20 as $$
declare
  wanted tsquery := private.search_query(private.fold_text(query));
  exact tsquery := websearch_to_tsquery('pg_catalog.simple', private.fold_text(query));
  -- Also as it was typed, so that "Müller" is marked.
  shown tsquery := coalesce(private.search_query(query) || wanted, wanted);
  readable uuid[] := private.workspaces_to_read();
  workspaces uuid[] := readable;
  contents uuid[] := private.scope(1);
  names uuid[] := private.scope(1, true);
  -- Characters of no language, taken out of the text first: what lies between them was found. A browser sees no HTML in it.
  marks constant text := e'StartSel=\uE000, StopSel=\uE001, HighlightAll=';
  parts constant text := marks || 'false, MaxFragments=2, MaxWords=20, MinWords=10, FragmentDelimiter=" … "';
begin
  if wanted is null then
    return;
  end if;
  if in_workspace is not null or in_project is not null then
    select coalesce(array_agg(p.id) filter (where p.id = any (contents)), '{}'), coalesce(array_agg(p.id), '{}') into contents, names
    from public.projects p
    where p.id = any (names) and (in_workspace is null or p.workspace_id = in_workspace) and (in_project is null or p.id = in_project);
  end if;
  if in_project is not null or private.is_narrowed() then
    workspaces := '{}';
  elsif in_workspace is not null then
    workspaces := array(select r from unnest(readable) r where r = in_workspace);
  end if;
  return query
    -- Materialized and with offset 0, so that the words of a candidate are read once and those of other rows never.
    with found as materialized (
      select s.*
      from (values ('workspace', workspaces), ('project', names), ('chat', contents), ('message', contents), ('artifact', contents), ('document', contents)) k (kind, scope)
      cross join lateral private.search_candidates(k.kind, wanted, k.scope, as_of) c (id)
      cross join lateral (select * from private.searchable r where r.kind = k.kind and r.id = c.id offset 0) s
      where (kinds is null or k.kind = any (kinds)) and k.scope <> '{}'
    ), page as materialized (
      select f.*, r.rank
      from found f
      cross join lateral (select ts_rank(f.words, wanted, 1) + ts_rank(f.words, exact, 1)) r (rank)
      where after_rank is null or (r.rank, f.created_at, f.id) < (after_rank, after_at, after_id)
      order by r.rank desc, f.created_at desc, f.id desc
      limit least(greatest(page_size, 1), 101)
    )
    -- A member of a project need not be one of its workspace, and then does not see its name.
    select f.kind, f.id, w.id, case when w.id = any (readable) then w.name end, p.id, p.name, f.chat_id, f.document_kind, coalesce(f.title, chat.title),
      ts_headline('pg_catalog.english', text.title, shown, marks || 'true'),
      case when english.excerpt like e'%\uE000%' then english.excerpt else ts_headline('pg_catalog.simple', text.body, shown, parts) end,
      f.rank, f.created_at
    from page f
    left join public.projects p on f.kind <> 'workspace' and p.id = f.scope_id
    join public.workspaces w on w.id = coalesce(p.workspace_id, f.scope_id)
    left join public.chat_sessions chat on f.kind = 'message' and chat.id = f.chat_id
    cross join lateral (
      select translate(coalesce(f.title, chat.title), e'\uE000\uE001', ''), translate(left(f.body, 50000), e'\uE000\uE001', '') offset 0
    ) text (title, body)
    cross join lateral (select ts_headline('pg_catalog.english', text.body, shown, parts) offset 0) english (excerpt)
    order by f.rank desc, f.created_at desc, f.id desc;
end
$$;
comment on function public.search_everything(text, text[], uuid, uuid, integer, real, timestamptz, uuid, timestamptz) is
  'What the caller may read that holds the words, best first. What was found lies between U+E000 and U+E001. The next page begins after rank, time and id of the last row, with as_of of the first page.';

grant execute on function private.fold_text(text), private.message_text(jsonb), private.document_text(jsonb), private.search_words(text, text)
  to authenticated, service_role;
grant execute on function public.search_everything(text, text[], uuid, uuid, integer, real, timestamptz, uuid, timestamptz) to authenticated;

comment on view private.searchable is 'Everything that can be searched, in one shape: scope_id is the workspace for workspaces, else the project.';
comment on view private.searchable_workspace is 'Living workspaces as the search sees them.';
comment on view private.searchable_project is 'Projects as the search sees them; which of them live is asked with the rights.';
comment on view private.searchable_chat is 'Chats as the search sees them.';
comment on view private.searchable_message is 'Messages as the search sees them, by their text alone.';
comment on view private.searchable_artifact is 'Apps as the search sees them.';
comment on view private.searchable_document is 'Documents of the four tables as the search sees them, the newest version of each.';

do $$
declare
  of_view name;
  of_column name;
  meaning text;
begin
  for of_view in select c.relname from pg_catalog.pg_class c where c.relnamespace = 'private'::regnamespace and c.relname like 'searchable%' and c.relkind = 'v' loop
    for of_column, meaning in values
      ('kind', 'What was found: workspace, project, chat, message, artifact or document.'),
      ('scope_id', 'What rights are asked of: the workspace of a workspace, else the project.'),
      ('chat_id', 'The chat it belongs to or is; null where there is none.'),
      ('document_kind', 'requirements, architecture, ui-design or finding; null for all else.'),
      ('body', 'The text below the title.'),
      ('words', 'What is searched: the indexed expression.')
    loop
      execute format('comment on column private.%I.%I is %L', of_view, of_column, meaning);
    end loop;
  end loop;
end
$$;
