/** Where the server listens: a socket (no port is taken), or 127.0.0.1 where the folder's path is too long for one. */
export type Listening = { socketDir: string } | { port: number };

/** The number in the socket's file name; no port is opened for it. */
export const socketPort = 5432;

// sockaddr_un holds 108 bytes on Linux, 104 on macOS, the file name and a closing zero included.
const maxSocketPath = process.platform === 'darwin' ? 103 : 107;

/** Whether PostgreSQL can put its socket into the folder. */
export function fitsSocket(socketDir: string): boolean {
  return Buffer.byteLength(`${socketDir}/.s.PGSQL.${socketPort}`) <= maxSocketPath;
}

/** Settings for a small server beside one application: little idle memory, no parallel workers, no compiler. */
export function settings(o: { listening: Listening; durable: boolean }): Record<string, string> {
  return {
    ...('port' in o.listening
      ? { listen_addresses: '127.0.0.1', port: String(o.listening.port), unix_socket_directories: '' }
      : { listen_addresses: '', port: String(socketPort), unix_socket_directories: o.listening.socketDir, unix_socket_permissions: '0700' }),
    max_connections: '60',
    shared_buffers: '32MB',
    huge_pages: 'off',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '512MB',
    jit: 'off',
    // Reading in the server's own process spares three idle workers; the data fits the system's cache.
    io_method: 'sync',
    max_worker_processes: '4',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    max_logical_replication_workers: '0',
    wal_level: 'replica',
    max_wal_senders: '3',
    wal_buffers: '1MB',
    min_wal_size: '32MB',
    max_wal_size: '256MB',
    random_page_cost: '1.1',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // Statements may hold what people wrote, so errors are logged without them and without row values.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(o.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }),
  };
}
