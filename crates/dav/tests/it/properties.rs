//! Properties of clients.

use testkit::for_each_database;

use crate::kit::{Dav, text};

const SET: &str = "<?xml version=\"1.0\"?><D:propertyupdate xmlns:D=\"DAV:\" xmlns:z=\"urn:z\"><D:set><D:prop>\
    <z:color z:tone=\"dark\">blue &amp; <z:b/></z:color><plain/></D:prop></D:set></D:propertyupdate>";
const GET: &str = "<D:propfind xmlns:D=\"DAV:\"><D:prop><color xmlns=\"urn:z\"/><plain xmlns=\"\"/><D:none/></D:prop>\
    </D:propfind>";
const COLOR: &str =
    "<color xmlns=\"urn:z\" xmlns:n0=\"urn:z\" n0:tone=\"dark\">blue &amp; <b></b></color>";

#[tokio::test]
async fn properties_are_kept_and_go_with_their_entry() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let dav = Dav::of(&portal, &portal.owner()).await;
        let read =
            async |path: &str| text(&dav.send("PROPFIND", path, &[("depth", "0")], GET).await);
        let file = "/My%20documents/a.txt";
        dav.put(file, "a").await;
        let answer = dav.send("PROPPATCH", file, &[], SET).await;
        assert_eq!(answer.status(), 207);
        assert!(text(&answer).contains("200 OK"), "{}", text(&answer));
        let told = read(file).await;
        assert!(
            told.contains(COLOR) && told.contains("<plain></plain>"),
            "{told}"
        );
        assert!(
            told.contains("<D:none/></D:prop><D:status>HTTP/1.1 404"),
            "{told}"
        );

        assert_eq!(
            dav.status(
                "MOVE",
                file,
                &[("destination", "/dav/My%20documents/b.txt")]
            )
            .await,
            201
        );
        let (moved, copy) = ("/My%20documents/b.txt", "/My%20documents/c.txt");
        assert_eq!(
            dav.status(
                "COPY",
                moved,
                &[("destination", "/dav/My%20documents/c.txt")]
            )
            .await,
            201
        );
        for path in [moved, copy] {
            assert!(read(path).await.contains(COLOR), "{path}");
        }
        let remove = SET.replace("D:set", "D:remove");
        dav.send("PROPPATCH", copy, &[], remove).await;
        assert!(!read(copy).await.contains(COLOR));
        assert!(read(moved).await.contains(COLOR));

        // What this server makes itself is not changed, and then nothing else is.
        let both = SET
            .replace("<plain/>", "<D:getetag>1</D:getetag>")
            .replace("blue", "red");
        let told = text(&dav.send("PROPPATCH", moved, &[], both).await);
        assert!(
            told.contains("403 Forbidden") && told.contains("424 Failed Dependency"),
            "{told}"
        );
        assert!(read(moved).await.contains(COLOR));

        // Properties of what is gone for good are forgotten.
        assert_eq!(dav.status("DELETE", moved, &[]).await, 204);
        assert_eq!(kit.house().dav().sweep().await.unwrap(), (0, 0));
        assert_eq!(dav.status("DELETE", "/Trash/b.txt", &[]).await, 204);
        assert_eq!(kit.house().dav().sweep().await.unwrap(), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn bodies_that_are_no_xml_are_refused() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let dav = Dav::of(&portal, &portal.owner()).await;
        for body in [
            "<a>",
            "x",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<D:prop xmlns:D=\"DAV:\"/>",
        ] {
            for method in ["PROPFIND", "PROPPATCH", "LOCK"] {
                let response = dav
                    .send(method, "/My%20documents/", &[("depth", "0")], body)
                    .await;
                assert_eq!(response.status(), 400, "{method} {body}");
            }
        }
        let large = "x".repeat(70_000);
        let response = dav.send("PROPFIND", "/", &[("depth", "0")], large).await;
        assert_eq!(response.status(), 413);
        assert_eq!(
            dav.status("PROPFIND", "/", &[("depth", "infinity")]).await,
            403
        );
        assert_eq!(dav.status("PATCH", "/My%20documents/", &[]).await, 405);
        assert_eq!(dav.status("PROPFIND", "/%ff", &[]).await, 400);
        assert_eq!(
            dav.status("PROPFIND", "/My%20documents/%2e%2e/", &[]).await,
            400
        );
    })
    .await;
}
