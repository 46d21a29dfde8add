package dev.countersign.proxy;

import dev.countersign.container.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** What {@link ProxyScenario} says, behind nginx. */
@Tag("full")
class NginxIT extends ProxyScenario {

    @Override
    ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
        return new Nginx(folder, page, countersign, application);
    }

    @Override
    String gateVersion() {
        return "1.0";
    }
}
