-- A lone node counts in memory: there is nobody to share with, and a restart is no help to an attacker who cannot cause it.
SELECT 1;
