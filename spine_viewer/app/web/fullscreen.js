// The whole screen for the consult screen. Leaving it by the browser's own Escape leaves the consult screen too.
(() => {
  const SvFullScreen = {
    name: "SvFullScreen",
    props: { on: Boolean, enter: String, back: String },
    inject: ["trame"],
    template: "<!-- full screen -->",
    mounted() {
      this.left = () => {
        if (!document.fullscreenElement && this.on) this.trame.trigger("leave_consult");
      };
      document.addEventListener("fullscreenchange", this.left);
    },
    beforeUnmount() {
      document.removeEventListener("fullscreenchange", this.left);
    },
    watch: {
      async on(on) {
        if (on) document.documentElement.requestFullscreen?.().catch(() => {}); // only where a hand or key asked for it
        else if (document.fullscreenElement) document.exitFullscreen();
        await this.$nextTick();
        document.getElementById(on ? this.enter : this.back)?.focus({ preventScroll: true });
      },
    },
  };

  window.spine_viewer_parts = { ...(window.spine_viewer_parts || {}), SvFullScreen };
})();
