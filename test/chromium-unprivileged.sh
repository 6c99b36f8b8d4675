#!/bin/sh
# Chromium keeps its own sandbox only under an unprivileged account: as root it is started as "nobody", at home in its profile folder.
set -eu

if [ "$(id -u)" -ne 0 ]; then
  exec chromium "$@"
fi

for argument in "$@"; do
  case "$argument" in
    --user-data-dir=*) profile="${argument#--user-data-dir=}" ;;
  esac
done

chown nobody "$profile"
exec env HOME="$profile" setpriv --reuid=nobody --regid=nogroup --clear-groups chromium "$@"
