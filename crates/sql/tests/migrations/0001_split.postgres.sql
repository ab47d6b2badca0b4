CREATE TABLE split AS SELECT 'postgres'::text AS which;
