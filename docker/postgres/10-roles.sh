#!/usr/bin/env bash
# Run once, by the PostgreSQL image, on an empty volume. The same two roles as the embedded database has
# (src/platform/database/embedded/roles.ts): neither is a superuser, only the owner sees past row-level security.
set -euo pipefail

# \getenv, so that no password stands in the list of processes; :'…' quotes it.
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv owner_password PRECEPTOR_OWNER_PASSWORD
\getenv runtime_password PRECEPTOR_RUNTIME_PASSWORD
CREATE ROLE preceptor_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS PASSWORD :'owner_password';
CREATE ROLE preceptor_runtime LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'runtime_password';
ALTER ROLE preceptor_runtime SET statement_timeout = '30s';
ALTER ROLE preceptor_runtime SET idle_in_transaction_session_timeout = '60s';
ALTER DATABASE :"DBNAME" OWNER TO preceptor_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO preceptor_runtime;
SQL
