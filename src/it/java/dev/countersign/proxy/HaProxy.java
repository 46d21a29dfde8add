package dev.countersign.proxy;

import dev.countersign.container.Page;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HAProxy with the page's configuration and script. */
final class HaProxy extends ReverseProxy {

    HaProxy(Path folder, Page page, int countersign, int application) throws Exception {
        super(folder, page, countersign, application);
    }

    @Override
    protected ProcessBuilder install() throws IOException {
        Program.HAPROXY.require();
        Path script = Files.writeString(folder.resolve("countersign.lua"), page.block("HAProxy", "lua"));
        String configuration = page.with("/etc/haproxy/countersign.lua", script.toString())
                .with("    bind :443 ", "    bind 127.0.0.1:" + plainPort + "\n    bind 127.0.0.1:" + tlsPort + " ")
                .block("HAProxy", "haproxy");
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
        return new ProcessBuilder("/usr/sbin/haproxy", "-f", file.toString(), "-db");
    }
}
