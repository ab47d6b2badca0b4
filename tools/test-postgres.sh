#!/bin/sh
# Starts a throw-away PostgreSQL server for the tests and prints its URL; does nothing but that when it runs already.
#
#   export ATRIUM_TEST_POSTGRES=$(tools/test-postgres.sh)
#
# Nothing in it is durable (fsync off) or protected (trust authentication, loopback only): it is for tests.
set -eu

port=${ATRIUM_TEST_POSTGRES_PORT:-54329}
data=${ATRIUM_TEST_POSTGRES_DATA:-/tmp/atrium-pg}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v postgres || echo /nowhere/postgres)")
url=postgres://atrium@127.0.0.1:$port/postgres

if [ ! -x "$bin/postgres" ]; then
    echo "PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2
    exit 1
fi

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

if ! "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
    # What an interrupted run left behind was never safe (fsync off): begin afresh.
    [ ! -s "$data/PG_VERSION" ] || rm -rf "$data"
    if [ ! -s "$data/PG_VERSION" ]; then
        mkdir -p "$data"
        [ "$(id -u)" != 0 ] || chown postgres: "$data"
        as_server "$bin/initdb" -D "$data" -U atrium --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
        as_server tee -a "$data/postgresql.conf" >/dev/null <<EOF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 300
max_locks_per_transaction = 512
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 128MB
autovacuum_naptime = 10min
EOF
    fi
    (cd / && as_server "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 start >/dev/null) || {
        # Somebody else may have started it in the same moment.
        "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || { tail -n 20 "$data/server.log" >&2; exit 1; }
    }
fi
echo "$url"
