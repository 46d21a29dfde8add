package dev.countersign.proxy;

import dev.countersign.container.Page;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** nginx with the page's {@code server} block. */
public final class Nginx extends ReverseProxy {

    /**
     * @param folder empty; everything of its own goes there
     * @param countersign the port that it asks
     * @param application the port that it passes requests to
     */
    public Nginx(Path folder, Page page, int countersign, int application) throws Exception {
        super(folder, page, countersign, application);
    }

    @Override
    protected ProcessBuilder install() throws IOException {
        Program.NGINX.require();
        String both = "listen 127.0.0.1:" + tlsPort + " ssl;\n    listen 127.0.0.1:" + plainPort + ";";
        String around = (isRoot() ? "user root;\n" : "") + """
                daemon off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                gzip on;
                gzip_types application/json;
                gzip_min_length 1;
                %2$s
                }
                """;
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                String.format(
                        Locale.ROOT,
                        around,
                        folder,
                        // The page says where the block with the console goes.
                        page.with("listen 443 ssl;", both)
                                .block("nginx", "nginx")
                                .replace(
                                        "    location / {",
                                        page.block("The console behind nginx", "nginx") + "    location / {")));
        return new ProcessBuilder("/usr/sbin/nginx", "-c", file.toString(), "-p", folder.toString(), "-e", "stderr");
    }
}
