-- Office formats of before, which nobody could read: they are looked at once more.
UPDATE contents SET state = 0, due = 0, attempts = 0 WHERE state = 2 AND extension IN ('.doc', '.dot', '.rtf', '.wps',
    '.wpt', '.sxw', '.stw', '.xls', '.xlt', '.xlsb', '.et', '.ett', '.sxc', '.ppt', '.pps', '.pot', '.dps', '.dpt', '.sxi');
