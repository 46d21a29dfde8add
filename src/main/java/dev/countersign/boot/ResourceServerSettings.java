package dev.countersign.boot;

import dev.countersign.fetch.FetchLimits;
import java.util.List;

/**
 * The settings of an application that admits another server's access tokens. Immutable.
 *
 * @param proxies the reverse proxies in front
 * @param requireTls whether requests that are neither secure nor from loopback are refused
 * @param keySets limits for the fetcher of the issuers' keys
 */
record ResourceServerSettings(ProxySettings proxies, boolean requireTls, FetchLimits keySets) {

    /**
     * Reads them. All other settings may be there too, since several applications of one server share them.
     *
     * @param problems that were found before
     * @throws SettingsException with all that is wrong
     */
    static ResourceServerSettings read(List<SettingsSource> sources, List<String> problems) {
        SettingsReader reader = new SettingsReader(sources);
        problems.forEach(reader::problem);
        ResourceServerSettings settings = new ResourceServerSettings(
                ProxySettings.read(reader),
                reader.read("requireTls", true, "true or false", SettingTypes::bool),
                KeySetSettings.read(reader).limits());
        settings.proxies().problem().ifPresent(reader::problem);
        reader.pass(Settings.names());
        reader.finish();
        return settings;
    }
}
