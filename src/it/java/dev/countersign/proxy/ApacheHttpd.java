package dev.countersign.proxy;

import dev.countersign.container.Page;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Apache httpd with the page's virtual host and script. */
class ApacheHttpd extends ReverseProxy {

    ApacheHttpd(Path folder, Page page, int countersign, int application) throws Exception {
        super(folder, page, countersign, application);
    }

    /** The virtual host. */
    String host(Page filledIn) {
        return filledIn.block("Apache httpd", "apache");
    }

    @Override
    protected ProcessBuilder install() throws IOException {
        Program.APACHE.require();
        Path script = Files.writeString(folder.resolve("countersign.lua"), page.block("Apache httpd", "lua"));
        String host = host(page.with("/etc/apache2/countersign.lua", script.toString()));
        String tls = host.replace("*:443", "127.0.0.1:" + tlsPort);
        String plain = host.replace("*:443", "127.0.0.1:" + plainPort).replaceAll("(?m)^ *SSL.*\n", "");
        String around = (isRoot() ? "User www-data\nGroup www-data\n" : "") + """
                ServerRoot %1$s
                ServerName localhost
                PidFile %1$s/httpd.pid
                DefaultRuntimeDir %1$s
                ErrorLog /dev/stderr
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                LoadModule env_module /usr/lib/apache2/modules/mod_env.so
                LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
                LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
                LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
                LoadModule lua_module /usr/lib/apache2/modules/mod_lua.so
                LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
                LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
                StartServers 1
                Listen 127.0.0.1:%2$d
                Listen 127.0.0.1:%3$d
                %4$s%5$s""";
        Path file = Files.writeString(
                folder.resolve("httpd.conf"),
                String.format(Locale.ROOT, around, folder, tlsPort, plainPort, tls, plain));
        return new ProcessBuilder("/usr/sbin/apache2", "-f", file.toString(), "-DFOREGROUND");
    }
}
