-- The order lists of people have unless another is asked for (`store::list`): the owner first, then by name.
CREATE INDEX people_by_name ON people
    (portal_id, (CASE role WHEN 5 THEN 0 ELSE 1 END), first_key, last_key, id);
