from spine_viewer.cli import main

if __name__ == "__main__":  # processes of a library load this file too
    raise SystemExit(main())
