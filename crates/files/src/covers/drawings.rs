//! The drawings: shapes on a 24 by 24 grid, drawn with a round pen.

/// Id and shapes, sorted by id.
pub(super) const DRAWINGS: &[(&str, &str)] = &[
    (
        "anchor",
        r#"<circle cx="12" cy="5" r="2"/><path d="M12 7v14M4 13c0 5 4 8 8 8s8-3 8-8M8 11h8"/>"#,
    ),
    (
        "archive",
        r#"<rect x="3" y="4" width="18" height="5" rx="1"/><path d="M5 9v11h14V9M10 13h4"/>"#,
    ),
    (
        "bell",
        r#"<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>"#,
    ),
    (
        "book_open",
        r#"<path d="M12 6C10 4 6 4 3 5v13c3-1 7-1 9 1 2-2 6-2 9-1V5c-3-1-7-1-9 1zM12 6v13"/>"#,
    ),
    ("bookmark", r#"<path d="M6 3h12v18l-6-5-6 5z"/>"#),
    (
        "calendar",
        r#"<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4M16 3v4"/>"#,
    ),
    (
        "camera",
        r#"<path d="M3 8h4l2-3h6l2 3h4v12H3z"/><circle cx="12" cy="13" r="4"/>"#,
    ),
    (
        "cart",
        r#"<path d="M2 4h3l3 11h10l3-8H6"/><circle cx="9" cy="19" r="1.5"/><circle cx="17" cy="19" r="1.5"/>"#,
    ),
    ("check", r#"<path d="M4 13l5 5L20 6"/>"#),
    (
        "clipboard",
        r#"<rect x="5" y="5" width="14" height="16" rx="2"/><path d="M9 3h6v4H9z"/>"#,
    ),
    (
        "cloud",
        r#"<path d="M7 19a5 5 0 0 1 0-10 6 6 0 0 1 11 1 4.5 4.5 0 0 1 0 9z"/>"#,
    ),
    ("comment_1", r#"<path d="M4 4h16v12h-9l-5 4v-4H4z"/>"#),
    (
        "comment_2",
        r#"<path d="M4 4h16v12h-9l-5 4v-4H4zM8 9h8M8 12h5"/>"#,
    ),
    (
        "dollar",
        r#"<path d="M12 3v18M17 7c-1-2-9-3-9 1s9 3 9 7-8 4-10 1"/>"#,
    ),
    (
        "face_1",
        r#"<circle cx="12" cy="12" r="9"/><path d="M9 9v1M15 9v1M8 14c2 3 6 3 8 0"/>"#,
    ),
    (
        "face_2",
        r#"<circle cx="12" cy="12" r="9"/><path d="M9 9v1M15 9v1M8 15h8"/>"#,
    ),
    (
        "face_3",
        r#"<circle cx="12" cy="12" r="9"/><path d="M9 9v1M15 9v1M8 16c2-3 6-3 8 0"/>"#,
    ),
    (
        "feather",
        r#"<path d="M4 20L16 8M7 17V11l7-7c4-1 7 2 6 6l-7 7z"/>"#,
    ),
    (
        "file_1",
        r#"<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>"#,
    ),
    (
        "file_2",
        r#"<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 14l2 2 4-4"/>"#,
    ),
    (
        "file_3",
        r#"<path d="M6 3h8l4 4v14H6zM14 3v4h4M12 11v6M9 14h6"/>"#,
    ),
    ("file_empty", r#"<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>"#),
    (
        "film",
        r#"<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M8 4v16M16 4v16M3 9h5M3 15h5M16 9h5M16 15h5"/>"#,
    ),
    ("flag", r#"<path d="M5 21V4h13l-3 4.5 3 4.500H5"/>"#),
    ("folder", r#"<path d="M3 6h6l2 3h10v11H3z"/>"#),
    (
        "gift",
        r#"<path d="M4 12v9h16v-9M3 8h18v4H3zM12 8v13M12 8c-6 0-6-5-3-5s3 5 3 5 0-5 3-5 3 5-3 5"/>"#,
    ),
    (
        "hash",
        r#"<path d="M5 9h15M4 15h15M10 4L8 20M16 4l-2 16"/>"#,
    ),
    (
        "headphones",
        r#"<path d="M4 18v-5a8 8 0 0 1 16 0v5"/><rect x="3" y="14" width="4" height="7" rx="1.5"/><rect x="17" y="14" width="4" height="7" rx="1.5"/>"#,
    ),
    (
        "heart",
        r#"<path d="M12 20C4 14 3 11 3 8.5 3 4 9.5 3 12 7c2.5-4 9-3 9 1.5 0 2.5-1 5.5-9 11.500z"/>"#,
    ),
    (
        "house",
        r#"<path d="M3 12l9-8 9 8M6 10v10h12V10M10 20v-6h4v6"/>"#,
    ),
    (
        "human",
        r#"<circle cx="12" cy="7" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>"#,
    ),
    (
        "img",
        r#"<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="M3 17l5-4 4 3 4-5 5 5"/>"#,
    ),
    (
        "label",
        r#"<path d="M3 4h9l9 9-8 8-9-9H3z"/><circle cx="7.5" cy="8.5" r="1"/>"#,
    ),
    (
        "layers",
        r#"<path d="M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5"/>"#,
    ),
    (
        "life_buoy",
        r#"<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4"/><path d="M6 6l3 3M18 6l-3 3M6 18l3-3M18 18l-3-3"/>"#,
    ),
    (
        "lock_security",
        r#"<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V7a4 4 0 0 1 8 0v4M12 15v2"/>"#,
    ),
    (
        "loupe",
        r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.500L21 21"/>"#,
    ),
    (
        "mail",
        r#"<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3 7l9 7 9-7"/>"#,
    ),
    (
        "map",
        r#"<path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>"#,
    ),
    (
        "mark",
        r#"<circle cx="12" cy="10" r="3"/><path d="M12 22c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12z"/>"#,
    ),
    (
        "medal",
        r#"<circle cx="12" cy="15" r="6"/><path d="M8 10L5 3h4l3 6 3-6h4l-3 7"/>"#,
    ),
    (
        "package",
        r#"<path d="M12 3l9 5v9l-9 5-9-5V8zM3 8l9 5 9-5M12 13v9"/>"#,
    ),
    ("pen", r#"<path d="M4 20l1-5L16 4l4 4L9 19zM13 7l4 4"/>"#),
    (
        "percent",
        r#"<path d="M5 19L19 5"/><circle cx="7" cy="7" r="2.5"/><circle cx="17" cy="17" r="2.5"/>"#,
    ),
    (
        "planet",
        r#"<circle cx="12" cy="12" r="6"/><path d="M4 16c-6 6 22-6 17-9"/>"#,
    ),
    (
        "schedule",
        r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5l4 2"/>"#,
    ),
    (
        "share",
        r#"<circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="6" r="2.5"/><circle cx="18" cy="18" r="2.5"/><path d="M8.2 11l7.6-4M8.2 13l7.6 4"/>"#,
    ),
    (
        "shield",
        r#"<path d="M12 3l8 3v6c0 5-4 8-8 10-4-2-8-5-8-10V6z"/>"#,
    ),
    (
        "sliders",
        r#"<path d="M5 3v8M5 15v6M12 3v4M12 11v10M19 3v11M19 18v3M3 13h4M10 9h4M17 16h4"/>"#,
    ),
    (
        "star",
        r#"<path d="M12 3l2.8 5.8 6.2.9-4.5 4.4 1.1 6.3-5.6-3-5.6 3 1.1-6.300L3 9.700l6.2-.9z"/>"#,
    ),
    (
        "suitcase",
        r#"<rect x="3" y="8" width="18" height="12" rx="2"/><path d="M9 8V4h6v4M3 13h18"/>"#,
    ),
    (
        "telephone",
        r#"<path d="M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c0 1-1 2-2 2C11 21 3 13 3 5c0-1 1-2 2-2z"/>"#,
    ),
    (
        "truck",
        r#"<path d="M2 5h12v12H2zM14 9h4l4 4v4h-8"/><circle cx="6.5" cy="18" r="2"/><circle cx="17.5" cy="18" r="2"/>"#,
    ),
    (
        "umbrella",
        r#"<path d="M3 12a9 9 0 0 1 18 0zM12 12v7a2 2 0 0 0 4 0M12 3V2"/>"#,
    ),
    (
        "video_camera",
        r#"<rect x="2" y="6" width="14" height="12" rx="2"/><path d="M16 11l6-4v10l-6-4z"/>"#,
    ),
    (
        "watch",
        r#"<circle cx="12" cy="12" r="6"/><path d="M9 6.500L10 2h4l1 4.500M9 17.500l1 4.500h4l1-4.500M12 9v3l2 1"/>"#,
    ),
    ("zap", r#"<path d="M13 2L4 14h7l-1 8 9-12h-7z"/>"#),
];
