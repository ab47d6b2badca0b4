CREATE TABLE split AS SELECT 'sqlite' AS which;
