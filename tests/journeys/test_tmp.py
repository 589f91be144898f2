def test_x(page, live_server, oic):
    from tests.journeys import kit
    kit.sign_in(page, oic, live_server.url)
    page.on("console", lambda m: print("CONSOLE", m.type, m.text))
    page.on("pageerror", lambda m: print("ERR", m))
    page.on("response", lambda r: print("RESP", r.status, r.url, r.headers.get("content-type")))
    page.goto(f"{live_server.url}/gallery/"); page.wait_for_timeout(1000)
    print(page.evaluate("document.body.className"), page.evaluate("document.querySelector('.moj-button-menu').outerHTML"))
    print(page.evaluate("getComputedStyle(document.querySelector('.govuk-input')).fontFamily"))
